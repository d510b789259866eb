"""A model in numbers, before it is trained."""


def test_that_the_flow_of_the_reference_model_is_told_layer_by_layer(session):
    description = session.describe(session.spec_from(), (28, 28, 1))
    assert description.parameters == 22_133
    assert description.latent_size == 2
    assert [(layer.name, layer.shape) for layer in description.encoder_flow] == [
        ("Conv2D", (12, 12, 8)),
        ("Conv2D", (4, 4, 8)),
        ("Flatten", (128,)),
        ("Dense", (64,)),
        ("Dense", (4,)),
    ]
    assert [(layer.name, layer.shape) for layer in description.decoder_flow] == [
        ("Dense", (64,)),
        ("Dense", (128,)),
        ("Reshape", (4, 4, 8)),
        ("Conv2DTranspose", (12, 12, 8)),
        ("Conv2DTranspose", (28, 28, 8)),
        ("Conv2D", (28, 28, 1)),
    ]
