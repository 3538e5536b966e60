//! What stays on a connection after an answer.

use bucketproof::Emulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Everything until the server ends the connection.
async fn exchange(emulator: &Emulator, request: &str) -> String {
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

/// A client that holds its body back until it is asked for it need not send it after a refusal: the server cannot take
/// what follows for a body, nor for a request.
#[tokio::test]
async fn a_refusal_of_a_body_held_back_ends_the_connection() {
    let emulator = Emulator::start().await.unwrap();
    for path in ["/nowhere/key", "/v20180820/accesspoint/a"] {
        let request = format!(
            "PUT {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\
             x-amz-account-id: 000000000000\r\n\r\n"
        );
        let answer = exchange(&emulator, &request).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
        assert!(!answer.contains("100 Continue"), "{answer}");
    }
}

#[tokio::test]
async fn a_refusal_of_a_body_that_was_sent_leaves_the_connection_usable() {
    let emulator = Emulator::start().await.unwrap();
    let put = "PUT /nowhere/key HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello";
    let get = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answers = exchange(&emulator, &format!("{put}{get}")).await;
    assert_eq!(
        answers.matches("<Code>NoSuchBucket</Code>").count(),
        2,
        "{answers}"
    );
}
