@_exported public import DotNewsModels
