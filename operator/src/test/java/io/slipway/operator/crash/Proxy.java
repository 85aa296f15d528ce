package io.slipway.operator.crash;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.slipway.operator.crash.Death.Moment;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocketFactory;

/**
 * Stands before the API server, and at one operator's request of a certain number lets all its
 * connections drop. From then on nothing passes, in either direction. What else goes wrong is a
 * matter of the {@link Line}.
 */
final class Proxy implements AutoCloseable {

  private static final int BACKLOG = 256;
  private static final int BUFFER = 16 * 1024;

  /** What becomes of a request. */
  private enum Verdict {
    PASSES,
    IS_LOST,
    IS_CARRIED_OUT_UNANSWERED
  }

  private final Line line;
  private final URI apiServer;
  private final SSLSocketFactory tls;
  private final Config operatorConfig;
  private final ServerSocket door;
  private final Runnable died;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final List<Request> writes = new CopyOnWriteArrayList<>();
  private final List<Written> written = new CopyOnWriteArrayList<>();
  private Optional<Death> death = Optional.empty();
  private boolean dead;

  /**
   * @param died called at the moment of death, before the operator can know of it
   */
  Proxy(Config config, Line line, Runnable died) throws IOException {
    this.line = line;
    this.apiServer = URI.create(config.getMasterUrl());
    this.died = died;
    try {
      this.tls = SSLUtils.sslContext(config).getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the API server's certificate cannot be used", e);
    }
    this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    this.operatorConfig =
        new ConfigBuilder(config)
            .withMasterUrl("http://127.0.0.1:" + door.getLocalPort())
            .withHttp2Disable(true)
            .withRequestRetryBackoffLimit(line.triesOfClients())
            .build();
    Thread.startVirtualThread(this::accept);
  }

  /** How many connections there have been. */
  int connections() {
    return connections.size() / 2;
  }

  /** For the operator's client. */
  Config operatorConfig() {
    return operatorConfig;
  }

  /** Counts from now on, and lets the operator die of that write. */
  synchronized void arm(Optional<Death> ofWhat) {
    writes.clear();
    death = ofWhat;
  }

  /** Those that came since it was armed. */
  List<Request> writes() {
    return List.copyOf(writes);
  }

  /** All that were carried out or may have been, since the operator began. */
  List<Written> written() {
    return List.copyOf(written);
  }

  private void accept() {
    try {
      while (true) {
        Socket operator = door.accept();
        Thread.startVirtualThread(() -> serve(operator));
      }
    } catch (IOException e) {
      // The door is closed.
    }
  }

  private void serve(Socket operator) {
    try (operator;
        Socket server = tls.createSocket(apiServer.getHost(), apiServer.getPort())) {
      operator.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      if (!keep(operator, server) || line.isCut()) {
        return;
      }
      var answers = new Answers(server.getInputStream(), operator.getOutputStream(), line);
      Thread.startVirtualThread(() -> deliver(answers, operator, server));
      requests(new BufferedInputStream(operator.getInputStream()), server, answers);
    } catch (IOException e) {
      // Either side went away: so does the other one.
    }
  }

  private void requests(InputStream in, Socket server, Answers answers) throws IOException {
    var out = new BufferedOutputStream(server.getOutputStream());
    for (Optional<Request> next = Request.read(in);
        next.isPresent() && !line.isCut();
        next = Request.read(in)) {
      Request request = next.get();
      Optional<String> refusal = request.isWrite() ? line.refusal() : Optional.empty();
      if (refusal.isPresent()) {
        answers.instead(refusal.get());
        continue;
      }
      switch (verdict(request)) {
        case PASSES -> {
          if (request.isUpgrade()) {
            answers.becomeWatch();
            request.writeTo(out);
            copy(in, out, answers);
            return;
          }
          request.writeTo(out);
        }
        case IS_LOST -> die();
        case IS_CARRIED_OUT_UNANSWERED -> {
          answers.withholdNext();
          request.writeTo(out);
        }
      }
    }
  }

  private void deliver(Answers answers, Socket operator, Socket server) {
    try (operator;
        server) {
      if (answers.deliver()) {
        die();
      }
    } catch (IOException e) {
      // Either side went away: so does the other one.
    }
  }

  private static void copy(InputStream in, OutputStream out, Answers answers) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (!answers.isSilent()) {
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }

  private synchronized Verdict verdict(Request request) {
    if (dead) {
      return Verdict.IS_LOST;
    }
    if (!request.isWrite()) {
      return Verdict.PASSES;
    }
    writes.add(request);
    Optional<Moment> moment =
        death.filter(it -> it.write() == writes.size()).map(it -> it.moment());
    if (moment.equals(Optional.of(Moment.BEFORE))) {
      return Verdict.IS_LOST;
    }
    written.add(new Written(Instant.now(), request));
    return moment.isPresent() ? Verdict.IS_CARRIED_OUT_UNANSWERED : Verdict.PASSES;
  }

  private synchronized boolean keep(Socket operator, Socket server) {
    if (!dead) {
      connections.add(operator);
      connections.add(server);
    }
    return !dead;
  }

  private void die() throws IOException {
    synchronized (this) {
      if (dead) {
        return;
      }
      dead = true;
    }
    died.run();
    close();
  }

  /** Ends all connections that there are. */
  void drop() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    drop();
  }
}
