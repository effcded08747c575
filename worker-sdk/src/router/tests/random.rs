//! Routes and paths of all kinds, the same ones in each run, against the reference.
//!
//! `ROUTER_CASES=1000000 cargo test -p worker-sdk --release router` takes as many.

use super::reference;
use crate::router::{Router, get};

const CASES: usize = 40_000;

/// A xorshift generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let index = self.below(choices.len());
        choices.get(index).copied().unwrap_or_default()
    }

    fn route(&mut self) -> String {
        let mut path = String::new();
        for depth in 0..=self.below(4) {
            path.push('/');
            let segment = self.of(&[
                "a", "b", "ab", "abc", "b.x", "{}", "{}", "a{}", "ab{}", "{}.x", "{}b.x", "a{}.x",
                "{*}", "", "é", "é{}",
            ]);
            path.push_str(&segment.replace('}', &format!("p{depth}}}")));
            if segment == "{*}" {
                break;
            }
        }
        path
    }

    fn path(&mut self) -> String {
        let mut path = String::new();
        for _ in 0..=self.below(5) {
            path.push('/');
            path.push_str(self.of(&[
                "a", "b", "ab", "abc", "abcd", "b.x", "ab.x", ".x", "c", "c%2Fd", "é", "éa", "",
            ]));
        }
        path
    }

    /// The same path in another way of writing it.
    fn disguised(&mut self, path: &str) -> String {
        let each = path.bytes().map(|byte| match byte {
            byte if byte.is_ascii() => char::from(byte).to_string(),
            byte if self.below(2) == 0 => format!("%{byte:02x}"),
            byte => format!("%{byte:02X}"),
        });
        each.collect::<String>().replace("%2F", "%2f")
    }
}

#[test]
fn any_path_finds_what_the_reference_finds() {
    let cases = std::env::var("ROUTER_CASES");
    let cases = cases
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(CASES);
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut done, mut found) = (0, 0);
    while done < cases {
        let mut routes: Vec<String> = (0..=random.below(9)).map(|_| random.route()).collect();
        let router = router(&mut routes);
        for _ in 0..20 {
            let path = random.path();
            done += 1;
            found += usize::from(compare(&router, &routes, &path, &random.disguised(&path)));
        }
    }
    assert!(
        found > cases / 20 && found < cases,
        "{found} of {cases} paths have a route"
    );
}

/// A router of those routes that do not contradict earlier ones, which are left.
fn router(routes: &mut Vec<String>) -> Router {
    let mut kept: Vec<String> = Vec::new();
    for route in std::mem::take(routes) {
        kept.push(route);
        if made_of(&kept).check().is_err() {
            kept.pop();
        }
    }
    *routes = kept;
    made_of(routes)
}

fn made_of(routes: &[String]) -> Router {
    let add = |router: Router, route: &String| router.route(route, get(|| "here"));
    routes.iter().fold(Router::new(), add)
}

fn compare(router: &Router, routes: &[String], path: &str, written: &str) -> bool {
    let listed: Vec<&str> = routes.iter().map(String::as_str).collect();
    let expected = reference::find(&listed, path);
    let (_, params) = router.routes.find(written, "GET").unwrap();
    let decode = |text: &str| crate::http::decode_utf8(text).unwrap();
    let actual = params.route.as_ref().map(|route| {
        let values = params.iter().map(|(_, value)| decode(value));
        (route.path.clone(), values.collect::<Vec<_>>())
    });
    let expected = expected.map(|(route, values)| {
        (
            route.to_owned(),
            values.into_iter().map(decode).collect::<Vec<_>>(),
        )
    });
    assert_eq!(actual, expected, "{written} among {routes:?}");
    expected.is_some()
}
