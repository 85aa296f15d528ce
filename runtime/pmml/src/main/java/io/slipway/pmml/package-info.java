/**
 * Engine: loads and scores PMML 3.0 to 4.4, as XML or as JSON, with JPMML-Evaluator.
 *
 * <p>Reading a document ({@link io.slipway.pmml.XmlReader}, {@link io.slipway.pmml.JsonReader}),
 * refusing what must not be scored ({@link io.slipway.pmml.DocumentCheck}), and scoring ({@link
 * io.slipway.pmml.PmmlModel}) are kept apart. Only this package touches JPMML classes, and none of
 * them shows in its public types. No HTTP and no Kubernetes here, no other model format, and
 * nothing that a document names is ever opened, fetched or loaded as a class.
 *
 * <p>JPMML-Evaluator is AGPL-3.0: whoever ships this package ships that.
 */
@NullMarked
package io.slipway.pmml;

import org.jspecify.annotations.NullMarked;
