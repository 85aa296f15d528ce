package io.slipway.scoring;

/**
 * Who scores.
 *
 * @param name the engine, for example {@code jpmml} or {@code onnxruntime}
 * @param version of the library behind it
 * @param executionProvider what the model really runs on, read from the loaded model and never from
 *     configuration
 */
public record EngineInfo(String name, String version, ExecutionProvider executionProvider) {}
