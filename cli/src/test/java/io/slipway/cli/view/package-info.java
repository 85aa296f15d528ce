/** Tests of the pictures: each situation of a rollout is a file that people can read. */
@NullMarked
package io.slipway.cli.view;

import org.jspecify.annotations.NullMarked;
