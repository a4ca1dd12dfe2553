"""Planning anew after the list is public: as few people as can be hear something else, and how few is proven."""
