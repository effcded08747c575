//! Requests in the one form in which they are signed.
//!
//! See <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.

use crate::crypto::hex;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const SERVICE: &str = "s3";
const END: &str = "aws4_request";

/// What a signature is good for.
pub(super) struct Scope<'a> {
    /// As `20261021T072800Z`.
    pub(super) time: &'a str,
    pub(super) region: &'a str,
}

impl Scope<'_> {
    pub(super) fn parts(&self) -> [&str; 4] {
        let day = self.time.split('T').next().unwrap_or_default();
        [day, self.region, SERVICE, END]
    }

    fn text(&self) -> String {
        self.parts().join("/")
    }

    pub(super) fn string_to_sign(&self, hash: &str) -> String {
        [ALGORITHM, self.time, &self.text(), hash].join("\n")
    }
}

pub(super) struct Request<'a> {
    endpoint: &'a str,
    method: &'a str,
    path: String,
    /// Names in lower case, sorted.
    headers: Vec<(String, String)>,
    /// Encoded and sorted.
    query: Vec<(String, String)>,
}

impl<'a> Request<'a> {
    pub(super) fn new(endpoint: &'a str, method: &'a str, path: &str) -> Self {
        let endpoint = endpoint.trim_end_matches('/');
        let (_, host) = endpoint.split_once("://").unwrap_or(("", endpoint));
        Self {
            endpoint,
            method,
            path: encode(path, "/"),
            headers: vec![("host".to_owned(), host.to_owned())],
            query: Vec::new(),
        }
    }

    pub(super) fn with_headers(mut self, headers: Vec<(String, String)>) -> Self {
        self.headers.extend(headers);
        self.headers.sort();
        self
    }

    pub(super) fn with_query(mut self, query: Vec<(String, String)>) -> Self {
        let encoded = query
            .iter()
            .map(|(name, value)| (encode(name, ""), encode(value, "")));
        self.query.extend(encoded);
        self.query.sort();
        self
    }

    /// The parameters that say who signed, when, and what.
    pub(super) fn with_signer(
        self,
        scope: &Scope<'_>,
        seconds: u64,
        access_key_id: &str,
        session_token: Option<&str>,
    ) -> Self {
        let signed = self.signed_headers();
        let mut query = vec![
            ("X-Amz-Algorithm", ALGORITHM.to_owned()),
            (
                "X-Amz-Credential",
                format!("{access_key_id}/{}", scope.text()),
            ),
            ("X-Amz-Date", scope.time.to_owned()),
            ("X-Amz-Expires", seconds.to_string()),
            ("X-Amz-SignedHeaders", signed),
        ];
        query.extend(session_token.map(|token| ("X-Amz-Security-Token", token.to_owned())));
        let query = query
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        self.with_query(query.collect())
    }

    fn signed_headers(&self) -> String {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.join(";")
    }

    fn query_text(&self) -> String {
        let pairs: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    }

    pub(super) fn canonical(&self) -> String {
        let mut text = [self.method, self.path_or_root(), &self.query_text(), ""].join("\n");
        for (name, value) in &self.headers {
            let words: Vec<&str> = value.split_ascii_whitespace().collect();
            text.extend([name, ":", &words.join(" "), "\n"]);
        }
        text.extend(["\n", &self.signed_headers(), "\n", "UNSIGNED-PAYLOAD"]);
        text
    }

    pub(super) fn signed_url(&self, signature: &str) -> String {
        let (endpoint, path, query) = (self.endpoint, self.path_or_root(), self.query_text());
        format!("{endpoint}{path}?{query}&X-Amz-Signature={signature}")
    }

    fn path_or_root(&self) -> &str {
        if self.path.is_empty() {
            "/"
        } else {
            &self.path
        }
    }
}

/// Percent-encodes all but letters, digits, `-._~`, and what is `kept`.
fn encode(text: &str, kept: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if plain || kept.as_bytes().contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&hex(&[byte]).to_ascii_uppercase());
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example in the documentation of S3.
    #[test]
    fn the_published_example() {
        let scope = Scope {
            time: "20130524T000000Z",
            region: "us-east-1",
        };
        let request = Request::new("https://examplebucket.s3.amazonaws.com", "GET", "/test.txt")
            .with_signer(&scope, 86_400, "AKIAIOSFODNN7EXAMPLE", None);
        assert_eq!(
            request.canonical(),
            "GET\n/test.txt\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2F\
             us-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\n\
             host:examplebucket.s3.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD"
        );
        let hash = "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";
        assert_eq!(
            scope.string_to_sign(hash),
            format!(
                "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n{hash}"
            )
        );
        assert_eq!(
            request.signed_url("aeee"),
            "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\
             AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&\
             X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeee"
        );
    }

    #[test]
    fn names_and_values_are_sorted_and_encoded() {
        let scope = Scope {
            time: "20261021T072800Z",
            region: "auto",
        };
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let request = Request::new("https://a.example/", "PUT", "/b/ä b/c+d")
            .with_headers(vec![
                pair("x-b", " two  words "),
                pair("content-type", "text/plain"),
            ])
            .with_query(vec![pair("b", "1"), pair("a", "/ &="), pair("A", "~")])
            .with_signer(&scope, 60, "ID", Some("T/T"));
        let canonical = request.canonical();
        let lines: Vec<&str> = canonical.lines().collect();
        assert_eq!(
            lines,
            [
                "PUT",
                "/b/%C3%A4%20b/c%2Bd",
                "A=~&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ID%2F20261021%2Fauto%2Fs3%2Faws4_request&\
                 X-Amz-Date=20261021T072800Z&X-Amz-Expires=60&X-Amz-Security-Token=T%2FT&\
                 X-Amz-SignedHeaders=content-type%3Bhost%3Bx-b&a=%2F%20%26%3D&b=1",
                "content-type:text/plain",
                "host:a.example",
                "x-b:two words",
                "",
                "content-type;host;x-b",
                "UNSIGNED-PAYLOAD",
            ]
        );
    }

    #[test]
    fn an_endpoint_alone_has_a_path() {
        let request = Request::new("http://localhost:9000", "GET", "");
        assert!(
            request
                .canonical()
                .starts_with("GET\n/\n\nhost:localhost:9000\n")
        );
    }
}
