"""The contestants: each module makes a :class:`~vae_studio_bench.throughput.trainer.Trainer`, its `TRAINER`."""
