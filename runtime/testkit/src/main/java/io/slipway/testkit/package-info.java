/**
 * Test models, their inputs and what the framework that trained them answered, and the comparison
 * of an answer with that within the model's tolerance. Shared by the tests of the engines and of
 * what is built on them.
 *
 * <p>A few small models are committed beside this module's sources; the whole collection is read
 * where the environment variable {@code SLIPWAY_TEST_MODELS} names its folder. Nothing here knows
 * an engine, and nothing here is shipped.
 */
@NullMarked
package io.slipway.testkit;

import org.jspecify.annotations.NullMarked;
