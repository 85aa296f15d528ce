/**
 * How the CRD's YAML and its documentation are made from the Java types, and the tests that the
 * committed files are what would be made today.
 *
 * <p>In the test tree, for a release ships the files and not their maker.
 */
@NullMarked
package io.slipway.api.schema;

import org.jspecify.annotations.NullMarked;
