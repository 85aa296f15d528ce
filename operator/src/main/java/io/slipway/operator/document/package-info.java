/**
 * The documents that the operator gives to pods: the signed traffic document, the public keys that
 * it is checked with, and the revision document (docs/reference/pod-contract.md).
 *
 * <p>Pure: text and cryptography. Where keys are kept and how documents travel is not known here.
 */
@NullMarked
package io.slipway.operator.document;

import org.jspecify.annotations.NullMarked;
