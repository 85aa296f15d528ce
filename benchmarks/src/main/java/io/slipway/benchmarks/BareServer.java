package io.slipway.benchmarks;

import io.javalin.Javalin;

/**
 * Javalin with one handler that reads the request's body and answers with a constant: what the
 * server framework costs before anything is scored.
 */
public final class BareServer {

  private static final String ANSWER = "{\"predictions\":[{\"progression\":152.13348416289594}]}";

  private BareServer() {}

  /**
   * Serves until it is killed.
   *
   * @param args the port
   */
  public static void main(String[] args) {
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.routes.post(
                  "/predict",
                  context -> {
                    context.bodyAsBytes();
                    context.contentType("application/json").result(ANSWER);
                  });
            })
        .start("127.0.0.1", Integer.parseInt(args[0]));
  }
}
