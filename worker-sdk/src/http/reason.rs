//! The names of status codes.

use http::StatusCode;

/// The table of the `http` crate as one text: it takes half of the bytes, and is looked into for errors alone.
const REASONS: &str = "\
    100 Continue\n\
    101 Switching Protocols\n\
    102 Processing\n\
    103 Early Hints\n\
    200 OK\n\
    201 Created\n\
    202 Accepted\n\
    203 Non Authoritative Information\n\
    204 No Content\n\
    205 Reset Content\n\
    206 Partial Content\n\
    207 Multi-Status\n\
    208 Already Reported\n\
    226 IM Used\n\
    300 Multiple Choices\n\
    301 Moved Permanently\n\
    302 Found\n\
    303 See Other\n\
    304 Not Modified\n\
    305 Use Proxy\n\
    307 Temporary Redirect\n\
    308 Permanent Redirect\n\
    400 Bad Request\n\
    401 Unauthorized\n\
    402 Payment Required\n\
    403 Forbidden\n\
    404 Not Found\n\
    405 Method Not Allowed\n\
    406 Not Acceptable\n\
    407 Proxy Authentication Required\n\
    408 Request Timeout\n\
    409 Conflict\n\
    410 Gone\n\
    411 Length Required\n\
    412 Precondition Failed\n\
    413 Payload Too Large\n\
    414 URI Too Long\n\
    415 Unsupported Media Type\n\
    416 Range Not Satisfiable\n\
    417 Expectation Failed\n\
    418 I'm a teapot\n\
    421 Misdirected Request\n\
    422 Unprocessable Entity\n\
    423 Locked\n\
    424 Failed Dependency\n\
    425 Too Early\n\
    426 Upgrade Required\n\
    428 Precondition Required\n\
    429 Too Many Requests\n\
    431 Request Header Fields Too Large\n\
    451 Unavailable For Legal Reasons\n\
    500 Internal Server Error\n\
    501 Not Implemented\n\
    502 Bad Gateway\n\
    503 Service Unavailable\n\
    504 Gateway Timeout\n\
    505 HTTP Version Not Supported\n\
    506 Variant Also Negotiates\n\
    507 Insufficient Storage\n\
    508 Loop Detected\n\
    510 Not Extended\n\
    511 Network Authentication Required";

/// What [`StatusCode::canonical_reason`] gives.
pub(super) fn reason(status: StatusCode) -> Option<&'static str> {
    let wanted = u32::from(status.as_u16()).to_string();
    let mut lines = REASONS.split('\n');
    lines.find_map(|line| line.strip_prefix(wanted.as_str())?.strip_prefix(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_those_of_the_http_crate() {
        for code in 100..1000 {
            let status = StatusCode::from_u16(code).unwrap();
            assert_eq!(reason(status), status.canonical_reason(), "{code}");
        }
    }
}
