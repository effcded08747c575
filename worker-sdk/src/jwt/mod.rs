//! JSON web tokens (RFC 7519): signed, checked, and the keys for both.
//!
//! The platform computes the signatures. A [`Key`] is for one [`Algorithm`], and a token that names another one is
//! refused: what a token says of itself decides nothing. A [`Verifier`] says what else a token has to be.
//!
//! Around the routes of a router, [`RequireJwt`](crate::middleware::RequireJwt) asks for one.
//!
//! A token cannot be called back before it expires. Where somebody signs in with a browser and signs out again, sessions
//! (`worker_sdk::sessions`) are simpler. Encrypted tokens (JWE, of five parts) are not read.
//!
//! ```no_run
//! use std::time::Duration;
//! use worker_sdk::env::Secret;
//! use worker_sdk::jwt::{self, Algorithm, Key, Verifier};
//!
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct User {
//!     sub: String,
//!     exp: i64,
//! }
//!
//! # async fn run(secret: &Secret) -> worker_sdk::Result<()> {
//! let key = Key::secret(Algorithm::HS256, secret.expose())?;
//! let user = User { sub: "ada".to_owned(), exp: jwt::after(Duration::from_secs(900)) };
//! let token = jwt::sign(&key, &user).await?;
//!
//! let user: User = Verifier::new(key).verify(&token).await?.claims()?;
//! assert_eq!(user.sub, "ada");
//! # Ok(())
//! # }
//! ```
//!
//! | attack | what happens |
//! |---|---|
//! | `alg` is `none`, or a name that is not known | refused ([`Reason::Algorithm`]) |
//! | `alg` is `HS256`, signed with the text of the public key | refused: the key is for `RS256` |
//! | a key, or its address, in the header (`jwk`, `jku`, `x5c`, `x5u`) | not looked at |
//! | `kid` with anything | compared with the names of the keys, nothing else |
//! | many unknown `kid` | while there is a set, it is fetched every 30 seconds at most ([`Remote`]) |
//! | `crit`, `b64` | refused ([`Reason::Extension`]) |
//! | a name twice in an object | refused ([`Reason::Malformed`]): two readers could read two things |
//! | a claim of RFC 7519, or `scope` of RFC 8693, in another form, such as a number as `sub` | refused ([`Reason::Claims`]), and not signed either |
//! | base64 with `=`, white space, or bits that are left over | refused: a token has one form |
//! | a token of megabytes | refused unread ([`Reason::TooLong`]) |
//! | a token for another service of the same issuer | refused unless `aud` is one of ours ([`Reason::Audience`]) |
//! | a token of another purpose | [`Verifier::typ`] |
//! | a short secret, an RSA key under 2048 bits | refused as a key |
//!
//! See <https://www.rfc-editor.org/rfc/rfc8725>.

mod algorithm;
mod claims;
mod error;
mod key;
mod keys;
mod remote;
mod token;
mod verifier;

use std::time::Duration;

use serde::Serialize;

pub use algorithm::Algorithm;
pub use error::{Reason, Refused};
pub use key::Key;
pub use keys::Keys;
pub use remote::Remote;
pub use token::Token;
pub use verifier::Verifier;

use claims::Registered;

use crate::base64::encode_url;
use crate::error::{Error, Result};
use crate::quoted::push_quoted;

/// A token with these claims, of the type `JWT`.
///
/// Give them an `exp` ([`after`]): a [`Verifier`] asks for it.
///
/// # Errors
///
/// Fails when the claims are no JSON object, and when the key is not one that signs. Fails also when a claim that every
/// [`Verifier`] reads has another form than it takes. Of RFC 7519, `iss`, `sub` and `jti` are text, `aud` is text or a list of
/// texts, and `exp`, `nbf` and `iat` are numbers; one that is `null` has to be left out. `scope` (RFC 8693) and `scp`, its name
/// at Microsoft, are text or a list of texts; `null` counts as none.
pub async fn sign<T: Serialize + ?Sized>(key: &Key, claims: &T) -> Result<String> {
    sign_typed(key, "JWT", claims).await
}

/// As [`sign`], of a type of your own, such as `at+jwt`, so that no token is taken for one of another purpose
/// ([`Verifier::typ`]).
///
/// # Errors
///
/// As [`sign`].
pub async fn sign_typed<T: Serialize + ?Sized>(key: &Key, typ: &str, claims: &T) -> Result<String> {
    let claims = crate::json::to_string(claims)?;
    sign_json(key, typ, claims).await
}

async fn sign_json(key: &Key, typ: &str, claims: String) -> Result<String> {
    if !claims.starts_with('{') {
        return Err(Error::new(
            "the claims of a token are an object; sign a struct or a map",
        ));
    }
    check(&claims)?;
    let mut token = encode_url(header_of(key, typ).as_bytes());
    token.push('.');
    token.push_str(&encode_url(claims.as_bytes()));
    let signature = key.sign(token.as_bytes()).await?;
    token.push('.');
    token.push_str(&encode_url(&signature));
    Ok(token)
}

/// Refuses what verifiers do.
fn check(claims: &str) -> Result<()> {
    let wrong = match crate::json::from_str::<Registered>(claims) {
        Ok(registered) => registered.wrong.map(|wrong| wrong.to_string()),
        Err(error) => Some(format!("the claims cannot be read again: {error}")),
    };
    match wrong {
        Some(wrong) => Err(Error::saying(format!(
            "{wrong}; a `Verifier` would refuse the token"
        ))),
        None => Ok(()),
    }
}

fn header_of(key: &Key, typ: &str) -> String {
    let members = [
        ("alg", Some(key.algorithm().name())),
        ("typ", Some(typ)),
        ("kid", key.id()),
    ];
    let mut json = String::new();
    for (name, value) in members {
        if let Some(value) = value {
            json.push(if json.is_empty() { '{' } else { ',' });
            push_quoted(name, &mut json);
            json.push(':');
            push_quoted(value, &mut json);
        }
    }
    json.push('}');
    json
}

/// The time after `duration` as tokens have it: whole seconds since the beginning of 1970, UTC.
#[must_use]
pub fn after(duration: Duration) -> i64 {
    (crate::now() + duration).as_secs()
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, Key, header_of};

    #[test]
    fn headers_that_are_written() {
        let key = Key::secret(Algorithm::HS256, [1; 32]).unwrap();
        assert_eq!(header_of(&key, "JWT"), r#"{"alg":"HS256","typ":"JWT"}"#);
        let key = key.named("a\"\r\n");
        assert_eq!(
            header_of(&key, "at+jwt"),
            r#"{"alg":"HS256","typ":"at+jwt","kid":"a\"\r\n"}"#
        );
    }
}
