package magnet.infer;

import java.util.List;

/** Continues texts from left to right. */
public interface Generator {

  /**
   * Continues each prompt.
   *
   * @param prompts in any order and of any lengths
   * @return one continuation per prompt, in their order
   * @throws IllegalArgumentException if a prompt leaves no room
   */
  List<Continuation> generate(List<String> prompts, Decoding decoding);
}
