package magnet.model.family;

import magnet.model.MaskRule;

/** What the attention of a layer looks at. A model has layers of one kind or of both. */
public enum LayerKind {
  /** Whatever the mask rule allows. */
  FULL,
  /** Of that, what the sliding window does not hide; see {@link MaskRule}. */
  WINDOWED
}
