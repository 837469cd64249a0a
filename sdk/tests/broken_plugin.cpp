// Everything that symbol_lint.py refuses, in one library.
extern "C" int boost_pretended();

template <typename T>
__attribute__((visibility("default"))) int& counter() {
  static int count = 0;  // a vague-linkage static: STB_GNU_UNIQUE with GCC
  return count;
}

extern "C" __attribute__((visibility("default"))) int second_export() { return counter<int>() += boost_pretended(); }
