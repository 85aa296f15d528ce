/**
 * Writes, while Slipway is built, the Java that puts PMML's elements into JPMML's objects.
 *
 * <p>What JAXB finds out by reflection each time a process starts, from the annotations of {@code
 * org.dmg.pmml}'s classes, is found out here once ({@link
 * io.slipway.pmml.generator.AnnotatedModel}) and written down as code ({@link
 * io.slipway.pmml.generator.ElementsWriter}). An annotation that is not known ends the build.
 * Nothing of this is in a running program, and no document is read here.
 */
@NullMarked
package io.slipway.pmml.generator;

import org.jspecify.annotations.NullMarked;
