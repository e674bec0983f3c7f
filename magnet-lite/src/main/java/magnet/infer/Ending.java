package magnet.infer;

/** Why a generated text ends where it does. */
public enum Ending {
  /** The model ended it with one of its end tokens. */
  END_TOKEN,
  /** A stop string came; it and what follows are cut off. */
  STOP_STRING,
  /** It has as many tokens as were asked for. */
  TOKEN_LIMIT,
  /** It reached the last position that the model was trained with. */
  LAST_POSITION
}
