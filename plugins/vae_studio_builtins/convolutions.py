"""The sizes of strided convolutions over an image, shared by the encoder and the decoder that mirrors it."""

from __future__ import annotations

from dataclasses import dataclass

from vae_studio.api import SpecError

Size = tuple[int, int]


@dataclass(frozen=True)
class ConvolutionSizes:
    """What one strided convolution does to height and width.

    Attributes
    ----------
    kernel
        Height and width of the kernel, clipped to an input that is smaller than it.
    strides
        Step in height and width.
    before, after
        Height and width of input and output, in pixels.
    """

    kernel: Size
    strides: Size
    before: Size
    after: Size

    @property
    def output_padding(self) -> Size:
        """Rows and columns that the transposed convolution must add to undo this one exactly."""
        rows, columns = (
            before - ((after - 1) * stride + kernel)
            for before, after, stride, kernel in zip(
                self.before, self.after, self.strides, self.kernel, strict=True
            )
        )
        return rows, columns


def plan_convolutions(
    image: Size, layers: int, kernel: int, stride: int, key: str
) -> tuple[ConvolutionSizes, ...]:
    """Return the sizes of a stack of unpadded convolutions over an image.

    Where less of the image is left than the kernel covers, the kernel is clipped to what is left, so
    that every image from 8×8 upwards has a default network.

    Raises
    ------
    SpecError
        A layer has a single pixel as its input: nothing is left to convolve. `key` is the spec's key
        at fault, such as ``encoder.filters``.
    """
    plan: list[ConvolutionSizes] = []
    size = image
    for layer in range(1, layers + 1):
        if layer > 1 and size == (1, 1):
            raise SpecError(
                f"layer {layer}: a {kernel} px kernel does not fit a 1×1 input",
                key,
                f"Use at most {layer - 1} layers, or a smaller kernel or stride.",
            )
        plan.append(_convolve(size, kernel, stride))
        size = plan[-1].after
    return tuple(plan)


def _convolve(size: Size, kernel: int, stride: int) -> ConvolutionSizes:
    height, width = size
    clipped = (min(kernel, height), min(kernel, width))
    after = ((height - clipped[0]) // stride + 1, (width - clipped[1]) // stride + 1)
    return ConvolutionSizes(clipped, (stride, stride), size, after)
