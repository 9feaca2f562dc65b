package dev.motet.protocol.http;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.dial.Dialers;
import dev.motet.dial.Handshakes;
import dev.motet.http.h1.Authority;
import dev.motet.http.h1.H1Reader;
import dev.motet.http.h1.Headers;
import dev.motet.http.h1.HttpException;
import dev.motet.http.h1.RequestHead;
import dev.motet.http.h1.ResponseHead;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.secure.TlsDialer;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/// Goes through an HTTP proxy by CONNECT.
public final class HttpOutbound implements Outbound {
  public static final ComponentType<HttpOutboundOptions, Outbound> TYPE =
      new ComponentType<>(
          "http",
          HttpOutboundOptions::decode,
          (env, options) ->
              new HttpOutbound(
                  env,
                  options,
                  TlsDialer.of(
                      env,
                      Dialers.of(env, options.dial()),
                      options.tls(),
                      options.server().server()),
                  Handshakes.ANSWER_LIMIT));

  private final Env env;
  private final HttpOutboundOptions options;
  private final Dialer dialer;
  private final Duration answerLimit;

  HttpOutbound(Env env, HttpOutboundOptions options, Dialer dialer, Duration answerLimit) {
    this.env = env;
    this.options = options;
    this.dialer = dialer;
    this.answerLimit = answerLimit;
  }

  @Override
  public Set<Network> networks() {
    return Set.of(Network.TCP);
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    return Handshakes.run(
        env.resources().timeouts(),
        dialer.dial(request.withDestination(options.server().destination())),
        answerLimit,
        "http server",
        conn -> connect(conn, request.to()));
  }

  private Conn connect(Conn conn, Destination to) throws IOException {
    try (H1Reader in = new H1Reader(conn, env.resources().buffers().messages())) {
      conn.write(head(to).toBuffer());
      ResponseHead response = finalResponse(in);
      if (response.status() / 100 != 2) {
        throw HttpStatus.exception(response.status(), to);
      }
      return in.rest();
    }
  }

  @Override
  public PacketConn bind(DialRequest request) throws DialException {
    throw new DialException(Reason.UNSUPPORTED, "UDP over an HTTP proxy (expected: TCP)");
  }

  private RequestHead head(Destination to) throws DialException {
    String authority = authority(to);
    Headers headers = new Headers().add("Host", authority).add("Proxy-Connection", "Keep-Alive");
    options
        .headers()
        .forEach((name, values) -> {
          headers.remove(name);
          values.forEach(value -> headers.add(name, value));
        });
    if (!options.username().isEmpty()) {
      BasicLogin login = new BasicLogin(options.username(), options.password());
      headers.set("Proxy-Authorization", login.write());
    }
    String target = options.path().isEmpty() ? authority : path();
    return new RequestHead("CONNECT", target, 1, headers);
  }

  /// What one program takes for a name and another one for a name with a port or a login must not
  /// get to either.
  private static String authority(Destination to) throws DialException {
    String text = to.toString();
    try {
      if (Authority.parse(text, to.port()).equals(to)) {
        return text;
      }
    } catch (HttpException _) {
      // as what is no authority at all
    }
    throw new DialException(
        Reason.UNSUPPORTED, text + " over an HTTP proxy (expected: a host name or address)");
  }

  private String path() {
    return options.path().startsWith("/") ? options.path() : "/" + options.path();
  }

  private static ResponseHead finalResponse(H1Reader in) throws IOException {
    ResponseHead response;
    do {
      response = in.response();
      if (response == null) {
        throw new DialException(Reason.FAILED, "http server ended without a response");
      }
    } while (response.status() < 200);
    return response;
  }
}
