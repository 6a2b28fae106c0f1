// The values that a post is made of are those of DotNewsModels.
@_exported public import DotNewsModels
