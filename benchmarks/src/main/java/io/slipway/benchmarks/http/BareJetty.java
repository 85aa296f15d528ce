package io.slipway.benchmarks.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty with one handler that reads the request's body on the selector's thread and answers with a
 * constant: the least that a request can cost on this server.
 */
public final class BareJetty {
  private static final byte[] ANSWER =
      """
      {"model_name":"m","model_version":"1","outputs":[{"name":"y","datatype":"FP64","shape":[1],"data":[152.13348416289594]}]}"""
          .getBytes(StandardCharsets.US_ASCII);

  /** Jetty's word for a number that it chooses itself. */
  private static final int JETTYS_OWN = -1;

  private BareJetty() {}

  /**
   * Serves until it is killed.
   *
   * @param args the port, and how many threads select connections; Jetty's own number without
   */
  public static void main(String[] args) throws Exception {
    Server server = new Server(new QueuedThreadPool(16));
    int selectors = args.length > 1 ? Integer.parseInt(args[1]) : JETTYS_OWN;
    ServerConnector connector = new ServerConnector(server, JETTYS_OWN, selectors);
    connector.setPort(Integer.parseInt(args[0]));
    server.addConnector(connector);
    server.setHandler(new Constant());
    server.start();
    server.join();
  }

  private static final class Constant extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Source.asByteBuffer(
          request,
          new Promise.Invocable.NonBlocking<>() {
            @Override
            public void succeeded(ByteBuffer body) {
              response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
              response.getHeaders().put(HttpHeader.CONTENT_LENGTH, ANSWER.length);
              response.write(true, ByteBuffer.wrap(ANSWER), callback);
            }

            @Override
            public void failed(Throwable failure) {
              callback.failed(failure);
            }
          });
      return true;
    }
  }
}
