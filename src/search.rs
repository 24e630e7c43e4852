//! The search index that the browser reads.
//!
//! Its place in the pipeline: after [`crate::site`], before [`crate::render`], from the plain text of
//! articles and notes. Nothing is indexed yet, and no page offers a search.
