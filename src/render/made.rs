//! What templates see, where it is the same on many pages.

use std::marker::PhantomData;

use serde::{Serialize, Serializer};
use tera::Value;

/// What templates see of a `T`, made once for many pages; cheap to clone.
#[derive(Debug)]
pub struct Made<T>(Value, PhantomData<T>);

impl<T: Serialize> Made<T> {
    /// Makes it.
    pub fn of(it: &T) -> Made<T> {
        Made(Value::from_serializable(it), PhantomData)
    }
}

impl<T> Made<T> {
    /// Returns what templates see.
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl<T> Clone for Made<T> {
    fn clone(&self) -> Made<T> {
        Made(self.0.clone(), PhantomData)
    }
}

impl<T> Serialize for Made<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
