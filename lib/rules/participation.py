"""stub"""
from __future__ import annotations
import pandas as pd
import numpy as np
from lib.rules.book import RuleBook
def participation(holdings: pd.DataFrame, book: RuleBook) -> pd.Series:
    out=[]
    for p,c,g,d in zip(holdings["program"],holdings["credential"],holdings["participation"],holdings["certified_on"]):
        cred=book.credentials.get((p,c))
        if not pd.isna(g): out.append(g)
        elif cred and not cred.always_mandatory and cred.mandatory_since and not pd.isna(d) and d<pd.Timestamp(cred.mandatory_since): out.append("voluntary")
        else: out.append("mandatory")
    return pd.Series(out,index=holdings.index,dtype="str")
