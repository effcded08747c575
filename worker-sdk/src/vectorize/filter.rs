//! Filters by metadata.

use super::MAX_FILTER_KEY_LENGTH;
use super::error::RefusedFilter;
use super::value::{Value, Wrong};
use crate::js::tape::{Tag, Writer};

type Result<T = (), E = RefusedFilter> = std::result::Result<T, E>;

/// Conditions on the metadata of vectors, all of which have to be met.
///
/// Each key is the name of a property that has
/// [a metadata index](https://developers.cloudflare.com/vectorize/reference/metadata-filtering/), which has to be there
/// before the vectors are stored. Dots lead into objects: `author.name`. Of text the first 64 bytes are compared.
///
/// There is one condition for a key, or a lower and an upper bound; as JSON the filter has at most
/// [2047 bytes](super::MAX_FILTER_LENGTH). What is wrong with a filter is an error when the query is awaited.
///
/// # Examples
///
/// ```
/// use worker_sdk::vectorize::Filter;
///
/// let filter = Filter::new()
///     .eq("language", "en")
///     .is_in("kind", ["guide", "reference"])
///     .gte("year", 2024)
///     .lt("year", 2026);
/// # drop(filter);
/// ```
///
/// See <https://developers.cloudflare.com/vectorize/reference/metadata-filtering/>.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "a filter does nothing until a query has it"]
pub struct Filter(Vec<Condition>);

#[derive(Clone, Debug, PartialEq)]
struct Condition {
    key: String,
    operator: Operator,
    operand: Operand,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Operator {
    Eq,
    Ne,
    In,
    NotIn,
    Lt,
    Lte,
    Gt,
    Gte,
}

#[derive(Clone, Debug, PartialEq)]
enum Operand {
    One(Value),
    Several(Vec<Value>),
}

impl Filter {
    /// A filter without conditions, which all vectors meet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The property is `value` (`$eq`).
    pub fn eq(self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.one(key.into(), Operator::Eq, value.into())
    }

    /// The property is not `value` (`$ne`).
    pub fn ne(self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.one(key.into(), Operator::Ne, value.into())
    }

    /// The property is one of `values` (`$in`).
    pub fn is_in<V: Into<Value>>(
        self,
        key: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.and(key.into(), Operator::In, Operand::Several(values))
    }

    /// The property is none of `values` (`$nin`).
    pub fn not_in<V: Into<Value>>(
        self,
        key: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.and(key.into(), Operator::NotIn, Operand::Several(values))
    }

    /// The property is less than `value`, text or a number (`$lt`).
    pub fn lt(self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.one(key.into(), Operator::Lt, value.into())
    }

    /// The property is at most `value`, text or a number (`$lte`).
    pub fn lte(self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.one(key.into(), Operator::Lte, value.into())
    }

    /// The property is more than `value`, text or a number (`$gt`).
    pub fn gt(self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.one(key.into(), Operator::Gt, value.into())
    }

    /// The property is at least `value`, text or a number (`$gte`).
    pub fn gte(self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.one(key.into(), Operator::Gte, value.into())
    }

    fn one(self, key: String, operator: Operator, value: Value) -> Self {
        self.and(key, operator, Operand::One(value))
    }

    fn and(mut self, key: String, operator: Operator, operand: Operand) -> Self {
        self.0.push(Condition {
            key,
            operator,
            operand,
        });
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The object that the platform takes.
    #[cfg(feature = "json")]
    pub(crate) fn to_js(&self) -> crate::error::Result<wasm_bindgen::JsValue> {
        let mut writer = Writer::default();
        self.write(&mut writer).map_err(crate::error::Error::of)?;
        Ok(writer.into_js())
    }

    /// As [`to_js`](Self::to_js), behind other values.
    pub(super) fn write(&self, writer: &mut Writer) -> Result {
        let object = writer.open(Tag::Object);
        let mut rest = self.0.as_slice();
        let mut count = 0;
        let mut keys = Vec::new();
        while let [first, behind @ ..] = rest {
            rest = behind;
            if keys.contains(&first.key.as_str()) {
                continue;
            }
            keys.push(&first.key);
            let second = behind.iter().filter(|other| other.key == first.key);
            first.write_with(second, writer)?;
            count += 1;
        }
        writer.close(object, count);
        Ok(())
    }
}

impl Condition {
    /// Writes all conditions on one key.
    fn write_with<'a>(
        &'a self,
        mut others: impl Iterator<Item = &'a Self>,
        writer: &mut Writer,
    ) -> Result {
        check_key(&self.key)?;
        writer.text(&self.key);
        let object = writer.open(Tag::Object);
        self.write(writer)?;
        let second = others.next();
        if let Some(second) = second {
            if others.next().is_some() || !self.operator.goes_with(second.operator) {
                let key = self.key.clone();
                return Err(RefusedFilter::Conditions { key });
            }
            second.write(writer)?;
        }
        writer.close(object, 1 + usize::from(second.is_some()));
        Ok(())
    }

    fn write(&self, writer: &mut Writer) -> Result {
        let operator = self.operator.text();
        writer.constant(operator);
        match &self.operand {
            Operand::One(value) => {
                if self.operator.is_bound() && !value.has_order() {
                    let key = self.key.clone();
                    return Err(RefusedFilter::Range { key, operator });
                }
                self.write_value(value, writer)?;
            }
            Operand::Several(values) => {
                let list = writer.open(Tag::List);
                for value in values {
                    self.write_value(value, writer)?;
                }
                writer.close(list, values.len());
            }
        }
        Ok(())
    }

    fn write_value(&self, value: &Value, writer: &mut Writer) -> Result {
        value.write(writer).map_err(|wrong| {
            let key = self.key.clone();
            match wrong {
                Wrong::NotFinite => RefusedFilter::NotFinite { key },
                Wrong::Integer(integer) => RefusedFilter::Integer { key, integer },
            }
        })
    }
}

fn check_key(key: &str) -> Result {
    let why = if key.is_empty() {
        "is empty"
    } else if key.starts_with('$') {
        "begins with `$`"
    } else if key.contains('"') {
        "has a quote"
    } else {
        return match key.chars().count() {
            0..=MAX_FILTER_KEY_LENGTH => Ok(()),
            length => Err(RefusedFilter::LongKey { length }),
        };
    };
    let key = key.to_owned();
    Err(RefusedFilter::Key { key, why })
}

impl Operator {
    const fn text(self) -> &'static str {
        match self {
            Self::Eq => "$eq",
            Self::Ne => "$ne",
            Self::In => "$in",
            Self::NotIn => "$nin",
            Self::Lt => "$lt",
            Self::Lte => "$lte",
            Self::Gt => "$gt",
            Self::Gte => "$gte",
        }
    }

    const fn is_lower(self) -> bool {
        matches!(self, Self::Gt | Self::Gte)
    }

    const fn is_upper(self) -> bool {
        matches!(self, Self::Lt | Self::Lte)
    }

    const fn is_bound(self) -> bool {
        self.is_lower() || self.is_upper()
    }

    const fn goes_with(self, other: Self) -> bool {
        self.is_lower() && other.is_upper() || self.is_upper() && other.is_lower()
    }
}
