"""The unmodified boto3, with nothing set but the endpoint, the credentials and the region."""

import hashlib
import os
import urllib.parse
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError


def fails_with(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        found = error.response["Error"]["Code"]
        assert found == code, f"failed with {found}, not {code}: {error}"
        return error
    raise AssertionError(f"succeeded, but should have failed with {code}")


def fetch(url):
    # Not every resolver knows that names below localhost are this machine.
    host = urllib.parse.urlsplit(url).netloc
    url = url.replace(host, host if host.startswith("127.") else f"127.0.0.1:{host.rsplit(':', 1)[1]}", 1)
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Host": host})) as answer:
        return answer.read()


def objects(s3):
    put = s3.put_object(Bucket="boto-photos", Key="a b/ü.txt", Body=b"hello", Metadata={"kind": "test"}, ContentType="text/plain")
    assert put["ETag"] == '"5d41402abc4b2a76b9719d911017c592"'
    assert put["ServerSideEncryption"] == "AES256" and put["ChecksumCRC32"] == "NhCmhg=="
    got = s3.get_object(Bucket="boto-photos", Key="a b/ü.txt")
    assert got["Body"].read() == b"hello" and got["Metadata"] == {"kind": "test"} and got["ContentType"] == "text/plain"
    assert s3.get_object(Bucket="boto-photos", Key="a b/ü.txt", Range="bytes=1-3")["Body"].read() == b"ell"
    listed = s3.list_objects_v2(Bucket="boto-photos", Prefix="a b/")["Contents"]
    assert [entry["Key"] for entry in listed] == ["a b/ü.txt"]
    fails_with("NoSuchKey", s3.get_object, Bucket="boto-photos", Key="missing")
    fails_with("404", s3.head_object, Bucket="boto-photos", Key="missing")
    fails_with("NoSuchBucket", s3.list_objects_v2, Bucket="boto-missing")
    fails_with("PreconditionFailed", s3.put_object, Bucket="boto-photos", Key="a b/ü.txt", Body=b"", IfNoneMatch="*")


def large(s3):
    body = os.urandom(100 * 1024 * 1024)
    with open("boto-up.bin", "wb") as file:
        file.write(body)
    s3.upload_file("boto-up.bin", "boto-photos", "large", Config=TransferConfig(multipart_chunksize=8 * 1024 * 1024))
    s3.download_file("boto-photos", "large", "boto-down.bin")
    with open("boto-down.bin", "rb") as file:
        assert hashlib.sha256(file.read()).digest() == hashlib.sha256(body).digest()
    s3.copy({"Bucket": "boto-photos", "Key": "large"}, "boto-photos", "copy")
    assert s3.head_object(Bucket="boto-photos", Key="copy")["ContentLength"] == len(body)


def presigned(s3):
    arguments = {"Params": {"Bucket": "boto-photos", "Key": "a b/ü.txt"}}
    sigv2 = s3.generate_presigned_url("get_object", **arguments)
    assert "AWSAccessKeyId=" in sigv2, "boto3's default in us-east-1 is Signature Version 2"
    assert fetch(sigv2) == b"hello"
    for addressing in ("path", "virtual"):
        config = Config(signature_version="s3v4", s3={"addressing_style": addressing})
        endpoint = os.environ["AWS_ENDPOINT_URL"].replace("127.0.0.1", "localhost") if addressing == "virtual" else None
        client = boto3.client("s3", config=config, endpoint_url=endpoint)
        assert fetch(client.generate_presigned_url("get_object", **arguments)) == b"hello"


def versions(s3):
    s3.create_bucket(Bucket="boto-versions")
    s3.put_bucket_versioning(Bucket="boto-versions", VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket="boto-versions", Key="k", Body=b"1")["VersionId"]
    s3.put_object(Bucket="boto-versions", Key="k", Body=b"2")
    marker = s3.delete_object(Bucket="boto-versions", Key="k")
    assert marker["DeleteMarker"] is True
    fails_with("NoSuchKey", s3.get_object, Bucket="boto-versions", Key="k")
    assert s3.get_object(Bucket="boto-versions", Key="k", VersionId=first)["Body"].read() == b"1"
    assert len(s3.list_object_versions(Bucket="boto-versions")["Versions"]) == 2
    s3.delete_object(Bucket="boto-versions", Key="k", VersionId=marker["VersionId"])
    assert s3.get_object(Bucket="boto-versions", Key="k")["Body"].read() == b"2"


def encryption(s3):
    key = boto3.client("kms").create_key()["KeyMetadata"]["Arn"]
    put = s3.put_object(Bucket="boto-photos", Key="sealed", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    assert put["SSEKMSKeyId"] == key and put["ETag"] != '"9dd4e461268c8034f5c8564e155c67a6"'
    assert s3.get_object(Bucket="boto-photos", Key="sealed")["Body"].read() == b"x"


def access_points(s3):
    # The name of an access point, or the account's id, goes before the endpoint's host: with a proxy nobody looks it up.
    proxied = Config(proxies={"http": os.environ["AWS_ENDPOINT_URL"]})
    control, through = boto3.client("s3control", config=proxied), boto3.client("s3", config=proxied)
    account = boto3.client("sts").get_caller_identity()["Account"]
    point = control.create_access_point(AccountId=account, Name="boto-point", Bucket="boto-photos")
    shown = control.get_access_point(AccountId=account, Name="boto-point")
    assert (shown["Bucket"], shown["NetworkOrigin"], shown["Alias"]) == ("boto-photos", "Internet", point["Alias"])
    assert all(shown["PublicAccessBlockConfiguration"].values())
    for name in (point["AccessPointArn"], point["Alias"]):
        through.put_object(Bucket=name, Key="through a/ü", Body=b"point")
        assert s3.get_object(Bucket="boto-photos", Key="through a/ü")["Body"].read() == b"point"
        assert through.list_objects_v2(Bucket=name, Prefix="through")["KeyCount"] == 1
        s3.copy_object(Bucket="boto-photos", Key="copied", CopySource={"Bucket": name, "Key": "through a/ü"})
        through.delete_object(Bucket=name, Key="through a/ü")
        fails_with("MethodNotAllowed", through.get_bucket_versioning, Bucket=name)
    fails_with("NoSuchAccessPointPolicy", control.get_access_point_policy, AccountId=account, Name="boto-point")
    fails_with("NoSuchPublicAccessBlockConfiguration", control.get_public_access_block, AccountId=account)
    fails_with("AccessDenied", control.list_access_points, AccountId="111122223333")
    control.delete_access_point(AccountId=account, Name="boto-point")
    fails_with("NoSuchAccessPoint", control.get_access_point, AccountId=account, Name="boto-point")


def refused():
    wrong = boto3.client("s3", aws_access_key_id="test", aws_secret_access_key="wrong")
    fails_with("SignatureDoesNotMatch", wrong.list_buckets)
    stranger = boto3.client("s3", aws_access_key_id="111122223333", aws_secret_access_key="test")
    fails_with("AccessDenied", stranger.list_objects_v2, Bucket="boto-photos")


def main():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="boto-photos")
    steps = [("objects", objects), ("large files", large), ("presigned URLs", presigned), ("versions", versions), ("encryption", encryption), ("access points", access_points)]
    for name, step in steps:
        print("boto3:", name)
        step(s3)
    refused()
    print("boto3: passed")


if __name__ == "__main__":
    os.chdir(os.environ["HOME"])
    main()
