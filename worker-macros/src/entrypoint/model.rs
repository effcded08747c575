//! What such a class is, and where the user wrote it.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Path, Type};

use crate::class::block::Block;
use crate::class::options::Options;
use crate::durable_object::model::Function;

/// What a class extends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    Entrypoint,
    Workflow,
    Transformation,
}

impl Base {
    /// The attribute, as it is written.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Entrypoint => "#[worker_entrypoint]",
            Self::Workflow => "#[workflow]",
            Self::Transformation => "#[pipeline_transformation]",
        }
    }

    /// The options of the attribute.
    pub(crate) fn options(self) -> &'static [&'static str] {
        match self {
            Self::Entrypoint => &["name", "default", "rpc", "crate"],
            Self::Workflow | Self::Transformation => &["name", "crate"],
        }
    }

    /// The class of the platform.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Entrypoint => "WorkerEntrypoint",
            Self::Workflow => "WorkflowEntrypoint",
            Self::Transformation => "PipelineTransformationEntrypoint",
        }
    }

    /// The methods that the platform calls.
    pub(crate) fn hooks(self) -> &'static [Hook] {
        match self {
            Self::Entrypoint => &[Hook::Fetch, Hook::Connect],
            Self::Workflow => &[Hook::Run],
            Self::Transformation => &[Hook::Transform],
        }
    }
}

/// A method that the platform calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hook {
    Fetch,
    Connect,
    Run,
    Transform,
}

impl Hook {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fetch => "fetch",
            Self::Connect => "connect",
            Self::Run | Self::Transform => "run",
        }
    }

    /// The type, in the SDK, of what the platform passes.
    pub(crate) fn arguments(self) -> &'static str {
        match self {
            Self::Fetch => "RequestArgs",
            Self::Connect => "ConnectionArgs",
            Self::Run => "RunArgs",
            Self::Transform => "TransformArgs",
        }
    }

    /// What turns the returned value into what the platform expects.
    pub(crate) fn conversion(self) -> &'static str {
        match self {
            Self::Fetch => "response",
            Self::Connect => "completion",
            Self::Run => "value",
            Self::Transform => "records",
        }
    }
}

/// A class without mistakes, ready to be registered.
pub(crate) struct Class<'a> {
    pub(crate) base: Base,
    pub(crate) krate: Option<Path>,
    pub(crate) name: &'a Ident,
    pub(crate) object: &'a Type,
    /// As JavaScript knows it.
    pub(crate) class: String,
    pub(crate) constructor: Function<'a>,
    pub(crate) hooks: Vec<(Hook, Function<'a>)>,
    /// The interfaces that others call.
    pub(crate) interfaces: Vec<Path>,
}

impl<'a> Class<'a> {
    /// Joins attribute and block; `None` if something is missing.
    pub(crate) fn new(base: Base, options: Options, block: &'a Block) -> Option<Self> {
        let name = block.name()?;
        let class = class_name(&options, name);
        let function = |name| Some(Function::new(&block.function(name)?.signature));
        let hooks = base.hooks().iter();
        Some(Class {
            base,
            interfaces: options.interfaces().cloned().collect(),
            krate: options.krate,
            name,
            object: &block.object,
            class,
            constructor: function("new")?,
            hooks: hooks
                .filter_map(|hook| Some((*hook, function(hook.name())?)))
                .collect(),
        })
    }
}

/// The name of the class; `default` is the module's default export.
pub(crate) fn class_name(options: &Options, name: &Ident) -> String {
    match &options.name {
        _ if options.default.is_some() => "default".to_owned(),
        Some(written) => written.value(),
        None => name.unraw().to_string(),
    }
}
