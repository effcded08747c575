//! The names of status codes.

use http::StatusCode;

use crate::text::cut;

/// A line for each status of clients from 400 on. Errors alone are looked up, and the table of the `http` crate takes
/// twice the bytes.
const OF_CLIENTS: &str = "\
    Bad Request\
    \nUnauthorized\
    \nPayment Required\
    \nForbidden\
    \nNot Found\
    \nMethod Not Allowed\
    \nNot Acceptable\
    \nProxy Authentication Required\
    \nRequest Timeout\
    \nConflict\
    \nGone\
    \nLength Required\
    \nPrecondition Failed\
    \nPayload Too Large\
    \nURI Too Long\
    \nUnsupported Media Type\
    \nRange Not Satisfiable\
    \nExpectation Failed\
    \nI'm a teapot\
    \n\n\nMisdirected Request\
    \nUnprocessable Entity\
    \nLocked\
    \nFailed Dependency\
    \nToo Early\
    \nUpgrade Required\
    \n\nPrecondition Required\
    \nToo Many Requests\
    \n\nRequest Header Fields Too Large\
    \n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nUnavailable For Legal Reasons";

/// A line for each status of servers from 500 on.
const OF_SERVERS: &str = "\
    Internal Server Error\
    \nNot Implemented\
    \nBad Gateway\
    \nService Unavailable\
    \nGateway Timeout\
    \nHTTP Version Not Supported\
    \nVariant Also Negotiates\
    \nInsufficient Storage\
    \nLoop Detected\
    \n\nNot Extended\
    \nNetwork Authentication Required";

/// What [`StatusCode::canonical_reason`] gives for errors.
pub(super) fn reason(status: StatusCode) -> Option<&'static str> {
    let code = status.as_u16();
    let (mut rest, first) = match code {
        500.. => (OF_SERVERS, 500),
        _ => (OF_CLIENTS, 400),
    };
    for _ in 0..code.checked_sub(first)? {
        (_, rest) = cut(rest, b'\n')?;
    }
    let name = cut(rest, b'\n').map_or(rest, |(name, _)| name);
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_those_of_the_http_crate() {
        for code in 400..1000 {
            let status = StatusCode::from_u16(code).unwrap();
            assert_eq!(reason(status), status.canonical_reason(), "{code}");
        }
    }
}
