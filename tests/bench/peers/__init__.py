"""The same four charts made with other tools, each as its documentation advises a beginner. Every one is given finished figures."""
