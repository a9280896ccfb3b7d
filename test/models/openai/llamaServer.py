"""A llama-server in this process, until its input ends: python llamaServer.py MODEL PARALLEL CONTEXT THREADS."""

import sys

from xllamacpp import CommonParams, Server

model, parallel, context, threads = sys.argv[1], *map(int, sys.argv[2:5])
params = CommonParams()
params.model.path = model
params.hostnames = ["127.0.0.1"]
params.port = 0
params.n_parallel = parallel
params.n_ctx = context * parallel
params.cpuparams.n_threads = threads
server = Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
