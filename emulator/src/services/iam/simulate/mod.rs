//! Policy simulations: what `decide` would say of actions that nobody carries out.
//!
//! A call is read (`input`), its documents and its caller are made ready (`simulation`), every action is asked for every
//! resource (`evaluate`), and the answers are written (`show`). The evaluator is the one that guards every other call;
//! where AWS's simulator is known to answer differently, `differences` says what is followed.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html>

pub mod caller;
pub mod context_entries;
pub mod differences;
pub mod evaluate;
pub mod exclusions;
pub mod input;
pub mod show;
pub mod simulation;
pub mod source;
pub mod templates;
