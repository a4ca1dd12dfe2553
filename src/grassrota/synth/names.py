"""Made-up names for made-up people."""

from __future__ import annotations

import numpy as np

FAMILY = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢")
GIVEN = tuple("敏静磊强艳芳军英华平刚红云波涛欣宁兰凯梅海瑞山伟")


def name(random: np.random.Generator) -> str:
    """A name such as 陈海梅."""
    first, second = random.integers(len(GIVEN), size=2)
    return FAMILY[int(random.integers(len(FAMILY)))] + GIVEN[int(first)] + GIVEN[int(second)]
