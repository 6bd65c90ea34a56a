#!/usr/bin/env python3
"""A table in a bucket gives what the same table in a file gives: one object, a folder and a glob of them, on a server that
speaks S3 (moto), started here.

usage: buckets.py PATH/TO/tenet
"""

import json
import os
import random
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

TENET = str(Path(sys.argv[1]).resolve())


def tenet(*words):
    run = subprocess.run([TENET, *map(str, words), "--format", "json"], capture_output=True, text=True)
    return run.returncode, run.stdout, run.stderr


def findings(words):
    code, out, err = tenet(*words)
    assert code in (0, 1), err
    said = json.loads(out)
    return said["rows"], said["decision"], [(one["rule"], one["message"]) for one in said["findings"]]


def main():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ |= {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
                   "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            chance, bucket = random.Random(1), boto3.client("s3")
            bucket.create_bucket(Bucket="shop")
            for part in ("a.csv", "b.csv"):
                path = Path(folder) / part
                rows = [(chance.gauss(0, 1), chance.choice("xyz"), chance.choice(["yes", "no"])) for _ in range(2_000)]
                path.write_text("n,c,left\n" + "".join(f"{n:.3f},{c},{left}\n" for n, c, left in rows))
                bucket.upload_file(str(path), "shop", f"logs/{part}")
            bucket.put_object(Bucket="shop", Key="logs/_SUCCESS", Body=b"")
            pairs = {"s3://shop/logs/a.csv": f"{folder}/a.csv", "s3://shop/logs": folder, "s3://shop/logs/*.csv": f"{folder}/*.csv"}
            for there, here in pairs.items():
                ours, theirs = (findings(["scope", place, "--target", "left"]) for place in (there, here))
                assert ours == theirs, (there, ours, theirs)
            code, _, err = tenet("scope", "s3://shop/logs/c.csv", "--target", "left")
            assert code == 2 and "does not exist" in err, err
            code, _, err = tenet("scope", "s3://elsewhere/logs/", "--target", "left")
            assert code == 2 and "s3://elsewhere/logs/" in err, err
    finally:
        server.stop()
    print(f"{len(pairs)} places in a bucket give what the files give; 2 wrong ones say so")


main()
