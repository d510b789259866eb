"""Pictures that another thread makes of a model while it is trained."""

import threading

import numpy as np
import pytest

from vae_studio.latent.grid import GridRequest


@pytest.mark.thorough
def test_that_pictures_made_beside_training_change_none_of_its_numbers(fresh_model, make_engine):
    from vae_studio.latent.mapping import LatentMap
    from vae_studio.model.inference import Inference
    from vae_studio.model.pixels import Pixels

    def trained(watched):
        vae = fresh_model()
        engine, latent = make_engine(vae), LatentMap(Inference(vae, Pixels(), seed=1, cores=2))
        latent.grid(GridRequest(6, 6))
        ended, made = threading.Event(), []

        def look():
            while not ended.is_set():
                made.append(latent.grid(GridRequest(6, 6)).picture)

        looking = threading.Thread(target=look) if watched else None
        if looking is not None:
            looking.start()
        totals = np.zeros(engine.figure_count)
        for call in range(12):
            totals = engine.run(25 * call, [1.0] * 25, [1e-2] * 25, totals).totals
        ended.set()
        if looking is not None:
            looking.join()
        return totals, [weight.numpy() for weight in engine.variables], made

    alone, watched = trained(False), trained(True)
    np.testing.assert_array_equal(watched[0], alone[0])
    for weight, expected in zip(watched[1], alone[1], strict=True):
        np.testing.assert_array_equal(weight, expected)
    assert any((picture != watched[2][0]).any() for picture in watched[2])
