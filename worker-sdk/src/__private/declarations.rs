//! What stands behind the names of types, for callers in TypeScript. The compiler follows them from the methods of a class,
//! also through other crates, whose own records the linker may leave out.
#![allow(
    clippy::indexing_slicing,
    reason = "runs in the compiler, where a panic is a compile error"
)]
#![allow(
    unsafe_code,
    reason = "types that need one another are linked by pointers"
)]

/// The declarations that something needs, as far as its types have some.
pub type Declarations = &'static [Option<Link>];

/// Leads to a declaration. The compiler follows references of constants at once, which would not end where types need one
/// another; it leaves pointers alone.
#[derive(Debug, Clone, Copy)]
pub struct Link(*const Declaration);

// SAFETY: what it points to is a `&'static Declaration`, which all threads may read.
unsafe impl Send for Link {}
// SAFETY: as above.
unsafe impl Sync for Link {}

impl Link {
    /// To a declaration.
    #[must_use]
    pub const fn to(declaration: &'static Declaration) -> Self {
        Self(declaration)
    }

    const fn declaration(self) -> &'static Declaration {
        // SAFETY: a link is made of a `&'static Declaration` alone, and nothing changes one.
        unsafe { &*self.0 }
    }
}

/// How many types a class may have; callers do not learn of more.
const MOST: usize = 512;

/// A type. It is a static, so that types may need one another.
#[derive(Debug)]
pub struct Declaration {
    /// An object of JSON; `docs/contract.md` has its form.
    text: &'static str,
    hash: u64,
    uses: Declarations,
}

impl Declaration {
    /// What the macros say of a type.
    #[must_use]
    pub const fn new(text: &'static str, uses: Declarations) -> Self {
        Self {
            text,
            hash: hash(text),
            uses,
        }
    }
}

/// FNV-1a.
const fn hash(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// All declarations that some types need, once each.
#[derive(Debug)]
pub struct Reachable {
    found: [Option<&'static Declaration>; MOST],
    count: usize,
}

impl Reachable {
    /// Those that `roots` need.
    #[must_use]
    pub const fn of(roots: &[Declarations]) -> Self {
        let mut all = Self {
            found: [None; MOST],
            count: 0,
        };
        let mut root = 0;
        while root < roots.len() {
            all.add(roots[root]);
            root += 1;
        }
        let mut at = 0;
        while at < all.count {
            if let Some(found) = all.found[at] {
                all.add(found.uses);
            }
            at += 1;
        }
        all
    }

    const fn add(&mut self, uses: Declarations) {
        let mut at = 0;
        while at < uses.len() {
            if let Some(link) = uses[at]
                && self.count < MOST
                && !self.has(link.declaration().hash)
            {
                self.found[self.count] = Some(link.declaration());
                self.count += 1;
            }
            at += 1;
        }
    }

    const fn has(&self, hash: u64) -> bool {
        let mut at = 0;
        while at < self.count {
            if let Some(found) = self.found[at]
                && found.hash == hash
            {
                return true;
            }
            at += 1;
        }
        false
    }

    /// The length of all texts, with commas between.
    #[must_use]
    pub const fn length(&self) -> usize {
        let mut length = self.count.saturating_sub(1);
        let mut at = 0;
        while at < self.count {
            if let Some(found) = self.found[at] {
                length += found.text.len();
            }
            at += 1;
        }
        length
    }

    /// All texts, with commas between.
    #[must_use]
    pub const fn join<const N: usize>(&self) -> [u8; N] {
        let mut joined = [b','; N];
        let mut filled = 0;
        let mut at = 0;
        while at < self.count {
            if let Some(found) = self.found[at] {
                let bytes = found.text.as_bytes();
                let mut i = 0;
                while i < bytes.len() {
                    joined[filled] = bytes[i];
                    filled += 1;
                    i += 1;
                }
                filled += 1;
            }
            at += 1;
        }
        joined
    }
}
