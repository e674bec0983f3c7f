package magnet.hub;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, read piece by piece, with a limit to the reader's patience:
 * java.net.http's own streams wait forever on a server that falls silent.
 */
final class TimedBody implements BodySubscriber<TimedBody>, AutoCloseable {

  /** What ends the queue: an empty list, which no publisher sends. */
  private static final List<ByteBuffer> END = List.of();

  /** Pieces, or the failure that ended them. */
  private record Arrival(List<ByteBuffer> pieces, Throwable failure) {}

  private final BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

  @Override
  public CompletionStage<TimedBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    if (subscription.complete(given)) {
      given.request(1);
    } else {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    arrived.add(new Arrival(pieces, null));
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(new Arrival(END, Objects.requireNonNull(failure)));
  }

  @Override
  public void onComplete() {
    arrived.add(new Arrival(END, null));
  }

  /** The next pieces; empty at the end of the body, when it must not be called again. */
  List<ByteBuffer> next(Duration silence) throws Unavailable {
    Arrival next;
    try {
      next = arrived.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw HttpCalls.interrupted();
    }
    if (next == null) {
      throw new Unavailable("nothing came for " + silence.toSeconds() + " s", null);
    }
    if (next.failure() != null) {
      throw Unavailable.because(
          "the server",
          next.failure() instanceof IOException failure
              ? failure
              : new IOException(next.failure()));
    }
    if (!next.pieces().isEmpty()) {
      subscription.join().request(1);
    }
    return next.pieces();
  }

  /** Ends the connection if the body has not been read to its end. */
  @Override
  public void close() {
    subscription.thenAccept(Subscription::cancel);
  }
}
