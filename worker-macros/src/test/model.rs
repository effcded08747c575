//! What a test is, and where the user wrote it.

use proc_macro2::{Ident, Span, TokenStream};
use syn::spanned::Spanned;
use syn::{Attribute, Path, ReturnType, Signature, Type, Visibility};

use crate::function::check::types;

/// What the attribute says, and the attributes `#[ignore]` and `#[should_panic]` beside it.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) krate: Option<Path>,
    /// Why the test is not run; empty without a reason.
    pub(crate) ignore: Option<String>,
    /// What the panic's message contains; empty for any panic.
    pub(crate) should_panic: Option<String>,
    pub(crate) timeout_ms: Option<u64>,
}

impl Options {
    pub(crate) const NAMES: [&str; 4] = ["crate", "ignore", "should_panic", "timeout"];
}

/// What the attribute stands on.
pub(crate) struct Item {
    /// The attributes that stay on the function.
    pub(crate) attributes: Vec<Attribute>,
    /// Attributes that make a test of the same function once more.
    pub(crate) repeated: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    /// The function without the above, its body unparsed, so that an editor can complete code in it while it is not
    /// valid.
    pub(crate) function: TokenStream,
    /// The signature, if it could be read.
    pub(crate) signature: Option<Signature>,
}

/// A test without mistakes, ready to be registered.
pub(crate) struct Test<'a> {
    pub(crate) options: Options,
    pub(crate) name: &'a Ident,
    pub(crate) asynchronous: bool,
    /// The type of each parameter.
    pub(crate) parameters: Vec<&'a Type>,
    /// Where the returned type stands, or the name when there is none.
    pub(crate) output: Span,
}

impl<'a> Test<'a> {
    /// Joins attribute and item; `None` if the item could not be read.
    pub(crate) fn new(options: Options, item: &'a Item) -> Option<Self> {
        let signature = item.signature.as_ref()?;
        let output = match &signature.output {
            ReturnType::Type(_, returned) => returned.span(),
            ReturnType::Default => signature.ident.span(),
        };
        Some(Test {
            options,
            name: &signature.ident,
            asynchronous: signature.asyncness.is_some(),
            parameters: types(signature).collect(),
            output,
        })
    }
}
