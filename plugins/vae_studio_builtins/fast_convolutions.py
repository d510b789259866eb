"""Convolutions of few channels on a processor: the same function of the same weights, in quicker forms.

A processor computes sixteen output channels in the time of one, and a network of the size of the reference
model has eight, or one. Three forms of the same sums use those lanes better; all of them are exact but for
the order in which numbers are added.

- A transposed convolution with stride s is an unstrided convolution to s² times the channels, of which each
  group is one of the s × s phases of the result (Shi et al. 2016, sub-pixel convolution). The gradient of a
  strided convolution by its input is such a transposed convolution.
- A convolution to one or a few channels computes a block of b × b neighbouring results as the channels of a
  convolution with stride b, whose kernel holds b² shifted copies of its own.
- The gradient of a convolution by its kernel is a sum over pairs of input and result, in which the two can
  exchange their roles, so that the larger number of channels fills the lanes.

On other devices the usual forms are computed.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf
import tf_keras

LANES = 16
"""Single-precision numbers of a vector register (AVX-512)."""

FEW_CHANNELS = 32
"""From so many result channels on, phases of a transposed convolution gain nothing."""

without_conversion = tf.autograph.experimental.do_not_convert
"""For code that decides by shapes alone: rewriting it for decisions by tensors takes half a second."""


class Conv2D(tf_keras.layers.Conv2D):
    """Keras' layer of this name in quicker forms; parameters, weights and results are the same."""

    @without_conversion
    def convolution_op(self, inputs: Any, kernel: Any) -> Any:
        """Return the convolution of inputs ``[B, H, W, C]`` and a kernel ``[h, w, C, K]``, without bias."""
        kernel = tf.convert_to_tensor(kernel)
        if self._is_plain(inputs):
            return super().convolution_op(inputs, kernel)
        if self.padding == "valid":
            return _strided(inputs, kernel, self.strides[0])
        return _narrow(inputs, kernel, block_side(self.filters))

    def _is_plain(self, inputs: Any) -> bool:
        if self.dilation_rate != (1, 1) or self.groups != 1 or not is_computed_by_processor(inputs):
            return True
        if self.strides == (1, 1):
            odd = all(side % 2 for side in self.kernel_size)
            return self.padding != "same" or not odd or block_side(self.filters) == 1
        square = self.strides[0] == self.strides[1]
        return self.padding != "valid" or not square or inputs.shape[-1] >= FEW_CHANNELS


class Conv2DTranspose(tf_keras.layers.Conv2DTranspose):
    """Keras' layer of this name in quicker forms; parameters, weights and results are the same."""

    def call(self, inputs: Any) -> Any:
        """Return the result for inputs ``[B, H, W, C]``."""
        return self._result(inputs)

    @without_conversion
    def _result(self, inputs: Any) -> Any:
        if self._is_plain(inputs):
            return super().call(inputs)
        size = tuple(
            (side - 1) * self.strides[0] + kernel + extra
            for side, kernel, extra in zip(
                inputs.shape[1:3], self.kernel_size, self.output_padding or (0, 0), strict=True
            )
        )
        kernel, bias = tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias)
        outputs = _transposed(inputs, kernel, bias, self.strides[0], size)
        return outputs if self.activation is None else self.activation(outputs)

    def _is_plain(self, inputs: Any) -> bool:
        square = self.strides[0] == self.strides[1] > 1
        usual = self.dilation_rate == (1, 1) and self.padding == "valid" and self.use_bias
        return not (square and usual) or self.filters >= FEW_CHANNELS or not is_computed_by_processor(inputs)


def block_side(channels: int) -> int:
    """Return how many neighbouring results fit side by side into the lanes; 1 where a block gains nothing."""
    return next((side for side in (4, 2) if side * side * channels <= LANES), 1)


def is_computed_by_processor(inputs: Any) -> bool:
    """Return whether a tensor, and what is computed of it, lies on a processor and not on an accelerator."""
    return "GPU" not in inputs.device and "TPU" not in inputs.device


def phases(inputs: Any, kernel: Any, bias: Any | None, stride: int, size: tuple[int, int]) -> Any:
    """Return the transposed convolution by its phases.

    Parameters
    ----------
    inputs
        ``[B, H, W, C]``.
    kernel
        ``[h, w, K, C]``, as of ``tf.nn.conv2d_transpose``.
    bias
        ``[K]``, or None.
    stride
        In both directions, > 1.
    size
        Height and width of the result, from ``(H - 1) * stride + h`` on and less than a stride more.

    Returns
    -------
    ``[B, *size, K]``.
    """
    rows, columns, channels, depth = kernel.shape
    taps = [-(-side // stride) for side in (rows, columns)]
    missing = [tap * stride - side for tap, side in zip(taps, (rows, columns), strict=True)]
    kernel = tf.pad(kernel, [[0, missing[0]], [0, missing[1]], [0, 0], [0, 0]])
    kernel = tf.reshape(kernel, [taps[0], stride, taps[1], stride, channels, depth])
    kernel = tf.transpose(tf.reverse(kernel, [0, 2]), [0, 2, 5, 1, 3, 4])
    kernel = tf.reshape(kernel, [*taps, depth, stride * stride * channels])
    blocks = [-(-side // stride) for side in size]
    around = [[tap - 1, block - side] for tap, block, side in zip(taps, blocks, inputs.shape[1:3], strict=True)]
    grouped = tf.nn.conv2d(inputs, kernel, 1, [[0, 0], *around, [0, 0]])
    if bias is not None:
        grouped = tf.nn.bias_add(grouped, tf.tile(bias, [stride * stride]))
    joined = tf.nn.depth_to_space(grouped, stride)
    fits = all(block * stride == side for block, side in zip(blocks, size, strict=True))
    return joined if fits else joined[:, : size[0], : size[1]]


def _transposed(inputs: Any, kernel: Any, bias: Any, stride: int, size: tuple[int, int]) -> Any:
    @tf.custom_gradient
    def convolved(inputs: Any, kernel: Any, bias: Any) -> Any:
        def gradients(upstream: Any) -> tuple[Any, Any, Any]:
            by_kernel = tf.raw_ops.Conv2DBackpropFilter(
                input=upstream,
                filter_sizes=kernel.shape,
                out_backprop=inputs,
                strides=[1, stride, stride, 1],
                padding="VALID",
            )
            by_input = tf.nn.conv2d(upstream, kernel, stride, "VALID")
            return by_input, by_kernel, tf.raw_ops.BiasAddGrad(out_backprop=upstream)

        return phases(inputs, kernel, bias, stride, size), gradients

    return convolved(inputs, kernel, bias)


def _strided(inputs: Any, kernel: Any, stride: int) -> Any:
    size = tuple(inputs.shape[1:3])

    @tf.custom_gradient
    def convolved(inputs: Any, kernel: Any) -> Any:
        def gradients(upstream: Any) -> tuple[Any, Any]:
            by_kernel = tf.raw_ops.Conv2DBackpropFilter(
                input=inputs,
                filter_sizes=kernel.shape,
                out_backprop=upstream,
                strides=[1, stride, stride, 1],
                padding="VALID",
            )
            return phases(upstream, kernel, None, stride, size), by_kernel

        return tf.nn.conv2d(inputs, kernel, stride, "VALID"), gradients

    return convolved(inputs, kernel)


def _narrow(inputs: Any, kernel: Any, side: int) -> Any:
    @tf.custom_gradient
    def convolved(inputs: Any, kernel: Any) -> Any:
        rows, columns, depth, channels = kernel.shape

        def gradients(upstream: Any) -> tuple[Any, Any]:
            swapped = tf.raw_ops.Conv2DBackpropFilter(
                input=upstream,
                filter_sizes=[rows, columns, channels, depth],
                out_backprop=inputs,
                strides=[1, 1, 1, 1],
                padding="SAME",
            )
            by_kernel = tf.transpose(tf.reverse(swapped, [0, 1]), [0, 1, 3, 2])
            turned = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2])
            return tf.nn.conv2d(upstream, turned, 1, "SAME"), by_kernel

        return blocks(inputs, kernel, side), gradients

    return convolved(inputs, kernel)


def blocks(inputs: Any, kernel: Any, side: int) -> Any:
    """Return the convolution that keeps height and width, block by block.

    Parameters
    ----------
    inputs
        ``[B, H, W, C]``.
    kernel
        ``[h, w, C, K]`` with odd height and width.
    side
        Height and width of the blocks.

    Returns
    -------
    ``[B, H, W, K]``.
    """
    rows, columns, depth, channels = kernel.shape
    height, width = inputs.shape[1:3]
    copies = [
        tf.pad(kernel, [[down, side - 1 - down], [right, side - 1 - right], [0, 0], [0, 0]])
        for down in range(side)
        for right in range(side)
    ]
    wide = tf.reshape(
        tf.stack(copies, axis=3), [rows + side - 1, columns + side - 1, depth, side * side * channels]
    )
    around = [
        [kernel_side // 2, kernel_side // 2 + -image_side % side]
        for kernel_side, image_side in ((rows, height), (columns, width))
    ]
    grouped = tf.nn.conv2d(inputs, wide, side, [[0, 0], *around, [0, 0]])
    joined = tf.nn.depth_to_space(grouped, side)
    return joined if height % side == width % side == 0 else joined[:, :height, :width]
