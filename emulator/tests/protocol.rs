//! The protocol floor through its public face.

mod protocol {
    mod aws_chunked;
    mod aws_chunked_laws;
    mod checksum;
    mod chunk_encoder;
    mod claim;
    mod conditional;
    mod dates;
    mod json;
    mod query_form;
    mod range;
    mod sigv2;
    mod sigv4;
    mod sigv4_laws;
    mod support;
    mod uri;
    mod xml;
}
