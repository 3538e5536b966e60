use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{
                AfterDeserializationInterceptorContextRef,
                BeforeDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
            },
            dyn_dispatch_hint,
        },
        orchestrator::HttpResponse,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;

/// What went over the wire during one call of the SDK: the last response, and how many requests were sent.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// Requests sent.
    pub attempts: u32,
    /// Status of the last response.
    pub status: Option<u16>,
    /// Its headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Its body, if the SDK read it whole.
    pub body: Option<Bytes>,
}

/// Sits in the SDK's client and keeps a [`Recording`].
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<Recording>>);

impl Recorder {
    /// What was recorded.
    pub fn take(&self) -> Recording {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, act: impl FnOnce(&mut Recording)) {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn keep(&self, response: &HttpResponse) {
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let body = response.body().bytes().map(Bytes::copy_from_slice);
        self.change(|recording| {
            recording.status = Some(response.status().as_u16());
            recording.headers = headers;
            recording.body = body;
        });
    }
}

#[dyn_dispatch_hint]
impl Intercept for Recorder {
    fn name(&self) -> &'static str {
        "Recorder"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.change(|recording| {
            *recording = Recording {
                attempts: recording.attempts + 1,
                ..Recording::default()
            };
        });
        Ok(())
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.keep(context.response());
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.keep(context.response());
        Ok(())
    }
}
