"""Pages of a PDF as a scanner gives them: turned a little, noisy, blurred, pictures only."""

from __future__ import annotations

import random
from pathlib import Path

DPI = 200
_TURN, _NOISE, _BLUR, _QUALITY = 1.0, 9.0, 0.6, 70


def write_scan(pdf: Path, target: Path, *, seed: int) -> int:
    """Write ``target``, a PDF of JPEG pictures of the pages of ``pdf``; gives the number of pages.

    Each page is rendered grey at 200 dpi, turned by up to 1°, blurred (Gaussian, radius up to 0.6
    pixels), given Gaussian noise (standard deviation up to 9 of 255) and stored as JPEG 70.
    """
    import numpy as np
    import pypdfium2
    from PIL import Image, ImageFilter

    chance = random.Random(seed)
    noise = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    pages: list[Image.Image] = []
    try:
        for page in document:
            picture = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
            turned = picture.rotate(
                chance.uniform(-_TURN, _TURN), resample=Image.Resampling.BICUBIC, fillcolor=255
            )
            soft = turned.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, _BLUR)))
            grey = np.asarray(soft, dtype=np.float32) * 0.96 + 6  # paper is not quite white
            grey += noise.normal(0, chance.uniform(_NOISE / 2, _NOISE), grey.shape)
            pages.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
    finally:
        document.close()
    pages[0].save(
        target, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=_QUALITY
    )
    return len(pages)
