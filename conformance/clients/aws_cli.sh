#!/usr/bin/env bash
# The unmodified AWS CLI, with nothing set but the endpoint, the credentials and the region.
# usage: aws_cli.sh WORK-FOLDER
set -euo pipefail
cd "$1"
say() { printf 'aws cli: %s\n' "$*"; }
fails_with() { # CODE COMMAND...
  local code=$1 out
  shift
  if out=$("$@" 2>&1); then echo "succeeded but should have failed with $code: $*" >&2; exit 1; fi
  grep -q "($code)" <<<"$out" || { echo "failed, but not with $code: $out" >&2; exit 1; }
}

say "s3 mb"
aws s3 mb s3://cli-photos

say "s3 cp of 100 MiB, both ways"
head -c 104857600 /dev/urandom >up.bin
aws s3 cp --only-show-errors up.bin s3://cli-photos/big/up.bin
aws s3 cp --only-show-errors s3://cli-photos/big/up.bin down.bin
cmp up.bin down.bin

say "s3 sync, both ways"
mkdir -p tree/a/b
for n in 1 2 3; do echo "file $n" >"tree/a/b/$n.txt"; done
echo "with spaces and ümlauts" >"tree/a name, with ü+%20.txt"
# S3 keeps whole seconds: a file of this very second could look newer than its copy.
find tree -type f -exec touch -d "1 minute ago" {} +
aws s3 sync --only-show-errors tree s3://cli-photos/tree
[ -z "$(aws s3 sync tree s3://cli-photos/tree)" ] || { echo "a second sync found something to do" >&2; exit 1; }
aws s3 sync --only-show-errors s3://cli-photos/tree copy
diff -r tree copy

say "s3 ls"
aws s3 ls s3://cli-photos/ | grep -q 'PRE tree/'
[ "$(aws s3 ls --recursive s3://cli-photos/tree/ | wc -l)" = 4 ]

say "s3 presign and curl"
url=$(aws s3 presign s3://cli-photos/tree/a/b/1.txt)
[ "$(curl -fsS "$url")" = "file 1" ]

say "s3 mv and rm"
aws s3 mv --only-show-errors s3://cli-photos/tree/a/b/1.txt s3://cli-photos/moved.txt
aws s3 rm --only-show-errors --recursive s3://cli-photos/tree

say "iam create-role and sts assume-role"
cat >trust.json <<'JSON'
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":"sts:AssumeRole"}]}
JSON
cat >read.json <<'JSON'
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::cli-photos/*"}]}
JSON
cat >assume.json <<'JSON'
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}
JSON
aws iam create-role --role-name reader --assume-role-policy-document file://trust.json >/dev/null
aws iam put-role-policy --role-name reader --policy-name read --policy-document file://read.json
aws iam create-user --user-name ci >/dev/null
aws iam put-user-policy --user-name ci --policy-name assume --policy-document file://assume.json
read -r key secret < <(aws iam create-access-key --user-name ci --query 'AccessKey.[AccessKeyId,SecretAccessKey]' --output text)
read -r key secret token < <(AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret aws sts assume-role \
  --role-arn arn:aws:iam::000000000000:role/reader --role-session-name cli \
  --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
as_reader() { AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret AWS_SESSION_TOKEN=$token "$@"; }
[ "$(as_reader aws s3 cp s3://cli-photos/moved.txt -)" = "file 1" ]
fails_with AccessDenied as_reader aws s3api put-object --bucket cli-photos --key no
fails_with AccessDenied aws sts assume-role --role-arn arn:aws:iam::000000000000:role/reader --role-session-name root

say "a wrong secret"
AWS_SECRET_ACCESS_KEY=wrong fails_with SignatureDoesNotMatch aws s3api list-buckets
AWS_SECRET_ACCESS_KEY=wrong fails_with SignatureDoesNotMatch aws sts get-caller-identity

say "s3 rb"
aws s3 rb --force s3://cli-photos >/dev/null
say "passed"
