"""Retrieval measured on sets in the BEIR layout.

How the fusion was tuned (statutes-dev, 1,234 questions, built-in model, 100 chunks a leg; R@1, R@10,
R@100, MRR@10, nDCG@10). Reciprocal rank fusion, constant k, weight of the vectors w (words 1):

    words alone                  .276  .547  .779  .465  .446
    vectors alone                .296  .601  .850  .499  .485
    k 60  w 1                    .282  .614  .853  .494  .489
    k 20  w 1                    .300  .627  .853  .512  .503
    k 20  w 1.2                  .303  .630  .857  .516  .506
    k 10  w 1                    .314  .622  .853  .522  .509
    k 10  w 1.5                  .314  .631  .860  .525  .512   <- index.retrieval
    k 5   w 1.2                  .315  .625  .857  .526  .512
    k 5   w 1.5                  .313  .627  .860  .522  .510
    200 chunks a leg, k 20 w 1.2 .302  .628  .859  .515  .505
    convex, min-max, vectors .6  .327  .630  .855  .533  .518

The convex combination of min-max scores is .006 better in nDCG here; ranks are kept because they do
not depend on how a model spreads its cosines, and another model can be configured.
"""
