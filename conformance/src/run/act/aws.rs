//! AWS operations through the SDK.

use aws_sdk_s3::primitives::ByteStream;

use crate::{
    client::{
        Answer, ClientOptions, Receiving, Recorder,
        content::Content,
        of_aws,
        sdk::{Ending, Operation, members::Material},
    },
    run::stage::{Stage, Trouble},
    scenario::{datum::Datum, problem::Problems, template::Names},
};

/// Sends one operation and gives its answer.
///
/// # Errors
/// [`Trouble::Value`] when the members cannot be built.
pub async fn call(
    stage: &Stage<'_>,
    operation: &'static Operation,
    with: &Datum,
    options: &ClientOptions,
    names: &Names,
    body: Option<Content>,
) -> Result<Answer, Trouble> {
    let recorder = Recorder::default();
    let sending = {
        let problems = Problems::of(stage.scenario.file.as_path().into());
        let clients = stage.stack.speaker.clients(options, Some(&recorder));
        let material = Material::for_run(names, &problems, body.map(|body| body.to_sdk()));
        let sending = operation.send(with, &material, &clients);
        drop(material);
        sending.ok_or_else(|| {
            let problems: Vec<String> = problems
                .into_sorted()
                .iter()
                .map(ToString::to_string)
                .collect();
            Trouble::Value(problems.join("; "))
        })?
    };
    let ending = sending.await;
    Ok(answer(operation, ending, &recorder).await)
}

async fn answer(operation: &'static Operation, ending: Ending, recorder: &Recorder) -> Answer {
    let recording = recorder.take();
    let mut answer = Answer {
        operation: Some(operation.name),
        status: recording.status,
        headers: recording.headers,
        attempts: recording.attempts,
        ..Answer::default()
    };
    answer.find_request_id();
    if let Some(body) = &recording.body {
        answer.body = crate::client::Received::of(body);
    }
    match ending {
        Ending::Done => {}
        Ending::Streaming(stream) => receive(stream, &mut answer).await,
        // The SDK calls an answer that it cannot read an error of the service.
        Ending::Refused {
            code: None, why, ..
        } if answer.status.is_some_and(|status| status < 300) => {
            answer.broken = Some(why);
        }
        Ending::Refused { code, message, .. } => {
            // The Rust SDK invents codes for refusals without a body; the others use the status.
            let empty = answer.body.length_bytes == 0;
            let status = || answer.status.map(|status| status.to_string());
            answer.code = if empty {
                status()
            } else {
                code.or_else(status)
            };
            answer.message = message.filter(|_| !empty);
        }
        Ending::Broken(why) => {
            answer.broken = Some(why);
            return answer;
        }
    }
    answer.fields = of_aws(operation.service, operation.name, &answer);
    answer
}

async fn receive(mut stream: ByteStream, answer: &mut Answer) {
    let mut receiving = Receiving::default();
    loop {
        match stream.try_next().await {
            Ok(Some(chunk)) => receiving.push(&chunk),
            Ok(None) => break,
            Err(error) => {
                answer.broken = Some(aws_sdk_s3::error::DisplayErrorContext(&error).to_string());
                break;
            }
        }
    }
    answer.body = receiving.finish();
}
