//! Reads an `impl` block and the signatures in it. Bodies are never parsed, so that an editor can complete code there
//! while it is not valid.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Generics, Result, Signature, Token, Type, Visibility, braced};

use crate::errors::Errors;
use crate::function::parse::is_function;
use crate::rpc::model::plain;

/// An `impl` block of a class.
pub(crate) struct Block {
    pub(crate) generics: Generics,
    /// The type of the object.
    pub(crate) object: Type,
    /// What stands behind `for`: then the block is that of a trait.
    pub(crate) implementer: Option<Type>,
    pub(crate) functions: Vec<Function>,
}

/// A function of the block.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) signature: Signature,
}

impl Block {
    /// The name of the type.
    pub(crate) fn name(&self) -> Option<&Ident> {
        match &self.object {
            Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
            _ => None,
        }
    }

    /// The function of this name.
    pub(crate) fn function(&self, name: &str) -> Option<&Function> {
        let mut functions = self.functions.iter();
        functions.find(|function| function.name() == name)
    }
}

impl Function {
    pub(crate) fn name(&self) -> String {
        self.signature.ident.unraw().to_string()
    }
}

/// Reads the item below the attribute, which is written `attribute`.
pub(crate) fn read(item: &TokenStream, attribute: &str, errors: &mut Errors) -> Option<Block> {
    let parser = |input: ParseStream<'_>| block(input, attribute);
    parser
        .parse2(item.clone())
        .map_err(|error| errors.add(error))
        .ok()
}

fn block(input: ParseStream<'_>, attribute: &str) -> Result<Block> {
    input.call(Attribute::parse_outer)?;
    if !input.peek(Token![impl]) {
        return Err(input.error(not_a_block(input, attribute)));
    }
    input.parse::<Token![impl]>()?;
    let mut generics: Generics = input.parse()?;
    let object = plain(&input.parse()?).clone();
    let implementer = match input.parse::<Option<Token![for]>>()? {
        Some(_) => Some(input.parse()?),
        None => None,
    };
    generics.where_clause = input.parse()?;
    let content;
    braced!(content in input);
    content.call(Attribute::parse_inner)?;
    let mut functions = Vec::new();
    while !content.is_empty() {
        functions.extend(part(&content)?);
    }
    Ok(Block {
        generics,
        object,
        implementer,
        functions,
    })
}

/// A part of the block; `None` if it is no function.
fn part(input: ParseStream<'_>) -> Result<Option<Function>> {
    let attributes = input.call(Attribute::parse_outer)?;
    input.parse::<Visibility>()?;
    let signature = match is_function(input) {
        true => Some(input.parse()?),
        false => None,
    };
    skip(input)?;
    Ok(signature.map(|signature| Function {
        attributes,
        signature,
    }))
}

/// Skips the rest of a part: up to its semicolon, or its last braces.
fn skip(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() {
        let is_end = match input.parse::<TokenTree>()? {
            TokenTree::Group(group) => is_body(&group),
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        if is_end && !input.peek(Token![;]) {
            break;
        }
    }
    Ok(())
}

/// Whether these are braces. Those of a macro's `$body:block` stand in a group without delimiters.
fn is_body(group: &Group) -> bool {
    match group.delimiter() {
        Delimiter::Brace => true,
        Delimiter::None => {
            let mut tokens = group.stream().into_iter();
            matches!((tokens.next(), tokens.next()), (Some(TokenTree::Group(inner)), None) if is_body(&inner))
        }
        _ => false,
    }
}

fn not_a_block(input: ParseStream<'_>, attribute: &str) -> String {
    let found = match input.cursor().token_tree() {
        Some((keyword, _)) => format!("`{keyword}`"),
        None => "nothing".to_owned(),
    };
    format!(
        "`{attribute}` stands on {found}; move it to the `impl` block with the functions that the platform calls"
    )
}
