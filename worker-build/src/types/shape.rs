//! The type of a variable, from the values that it has in the environments.

use crate::config::document::Value;

/// What is common to some values.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Of no value at all.
    Never,
    Null,
    Boolean,
    Whole,
    Number,
    Text,
    List(Box<Shape>),
    Map(Box<Shape>),
    /// Nothing that a type of the standard library says.
    Any,
}

/// Beyond it, JavaScript rounds whole numbers.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

impl Shape {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(_) => Self::Boolean,
            Value::Number(number) if number.fract() == 0.0 && number.abs() <= MAX_SAFE => {
                Self::Whole
            }
            Value::Number(_) => Self::Number,
            Value::Text(_) => Self::Text,
            Value::List(items) => Self::List(Box::new(Self::common(
                items.iter().map(|item| Self::of(&item.value)),
            ))),
            Value::Table(entries) => Self::Map(Box::new(Self::common(
                entries.iter().map(|entry| Self::of(&entry.node.value)),
            ))),
        }
    }

    pub(super) fn common(shapes: impl Iterator<Item = Self>) -> Self {
        shapes.fold(Self::Never, Self::join)
    }

    fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, other) | (other, Self::Never) => other,
            (Self::Whole, Self::Number) | (Self::Number, Self::Whole) => Self::Number,
            (Self::List(one), Self::List(other)) => Self::List(Box::new(one.join(*other))),
            (Self::Map(one), Self::Map(other)) => Self::Map(Box::new(one.join(*other))),
            (one, other) if one == other => one,
            _ => Self::Any,
        }
    }

    /// The type of a field; `None` where a person has to find one.
    pub(super) fn field(&self) -> Option<String> {
        match self {
            Self::List(_) | Self::Map(_) => Some(format!("worker_sdk::Json<{}>", self.inner()?)),
            shape => shape.inner(),
        }
    }

    fn inner(&self) -> Option<String> {
        match self {
            Self::Never | Self::Null | Self::Any => None,
            Self::Boolean => Some("bool".to_owned()),
            Self::Whole => Some("i64".to_owned()),
            Self::Number => Some("f64".to_owned()),
            Self::Text => Some("String".to_owned()),
            Self::List(item) => Some(format!("Vec<{}>", item.inner()?)),
            Self::Map(value) => Some(format!(
                "std::collections::BTreeMap<String, {}>",
                value.inner()?
            )),
        }
    }
}
