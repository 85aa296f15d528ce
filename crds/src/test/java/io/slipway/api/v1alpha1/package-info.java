/** Tests of the custom resources as Java types and as the YAML that is generated from them. */
@NullMarked
package io.slipway.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
